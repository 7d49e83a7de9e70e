const list = (text: string): readonly string[] => text.split(',')

/** Lists of the default locale: with them most values need nothing of faker, which takes long to load. */
export const ENGLISH = {
  word: list(
    'abeo,accusamus,adfero,aequus,aliquam,amet,amicitia,animus,apparatus,arbor,armo,ascit,aspernatur,atque,audax,aureus,' +
      'bellum,beneficium,bonus,caelum,campus,candidus,canto,capio,caritas,casus,causa,cena,certus,charisma,civis,clarus,' +
      'cogito,colo,comes,conor,conservo,copia,corpus,cras,credo,cubo,cultura,cura,cursus,custos,decor,defero,delectus,' +
      'dico,dignus,dolor,domus,donum,eligendi,eloquor,enim,equus,error,eveniet,exemplum,facere,facilis,fama,fatum,' +
      'felix,ferrum,fides,flumen,forma,fortis,fructus,fugit,genus,gloria,gratia,gravis,harum,hic,honor,hora,hortus,' +
      'humus,ignis,imago,impedit,ingenium,insula,integer,ipsum,iter,iucundus,iuvo,labor,laetus,lapis,lectus,lego,levis,' +
      'libro,locus,lorem,ludus,lumen,luna,magnus,mare,materia,maxime,memoria,mensa,mirus,modus,mons,munus,natura,navis,' +
      'nemo,nihil,nobis,nomen,novus,numen,occasio,omnis,optio,opus,orbis,ordo,otium,pars,pax,pecto,placeat,porro,' +
      'praesto,primus,quaerat,quis,quod,ratio,recte,res,rosa,rota,saepe,salus,sapiens,sequi,sermo,silva,sint,sol,solus,' +
      'somnus,sonus,spes,statim,stella,studium,summa,tabula,tempus,terra,totus,tutis,unus,urbs,usus,utor,valde,vario,' +
      'velox,ventus,verbum,verus,vester,via,victor,video,vigor,villa,vinum,virtus,vita,vivo,voco,voluptas,vox,vulgo',
  ),
  firstName: list(
    'Ada,Adrian,Aisha,Alan,Alice,Amara,Amelia,Andre,Anna,Arthur,Astrid,Aurora,Beatrice,Benjamin,Bianca,Bruno,Camille,' +
      'Carlos,Caroline,Cecilia,Charles,Chloe,Clara,Conrad,Cora,Daniel,Daphne,David,Diana,Dylan,Edith,Edward,Elena,Elias,' +
      'Eliza,Emil,Emma,Erik,Esther,Ethan,Eva,Felix,Fiona,Flora,Frances,Gabriel,Gemma,George,Grace,Hanna,Harold,Hazel,' +
      'Hector,Helen,Henry,Hugo,Ian,Ida,Ingrid,Irene,Isaac,Iris,Ivan,Ivy,Jack,James,Jane,Jasmine,Jonas,Joseph,Julia,' +
      'Karen,Kate,Kevin,Lara,Laura,Leah,Leo,Lewis,Lily,Linda,Louis,Lucas,Lucy,Luna,Magnus,Marcus,Margaret,Maria,Martha,' +
      'Martin,Matilda,Max,Maya,Mia,Miles,Milo,Mona,Nadia,Naomi,Natalie,Nathan,Nina,Noah,Nora,Olga,Oliver,Olivia,Oscar,' +
      'Owen,Paul,Penelope,Peter,Philip,Quentin,Rachel,Ralph,Ramona,Rebecca,Robert,Rosa,Ruben,Ruth,Samuel,Sara,Sebastian,' +
      'Selma,Simon,Sofia,Stella,Susan,Sylvia,Tara,Theo,Thomas,Tina,Tobias,Ursula,Valerie,Vera,Victor,Viola,Walter,Wanda,' +
      'William,Yara,Yusuf,Zoe',
  ),
  lastName: list(
    'Abbott,Adams,Allen,Anderson,Archer,Bailey,Baker,Barnes,Becker,Bell,Bennett,Berg,Bishop,Black,Boyd,Bradley,Brooks,' +
      'Brown,Burke,Butler,Byrne,Campbell,Carter,Castro,Chapman,Clark,Cole,Collins,Cook,Cooper,Cox,Cruz,Curtis,Davies,' +
      'Dixon,Douglas,Doyle,Duncan,Edwards,Ellis,Evans,Ferguson,Fischer,Fisher,Fletcher,Flores,Ford,Foster,Fox,Franklin,' +
      'Fraser,Garcia,Gibson,Gomez,Gordon,Graham,Grant,Gray,Green,Griffin,Hale,Hall,Hamilton,Hansen,Harris,Hart,Harvey,' +
      'Hayes,Henderson,Hill,Holmes,Howard,Hughes,Hunt,Ibrahim,Jackson,Jensen,Johnson,Jones,Jordan,Kaur,Keller,Kelly,' +
      'Kennedy,Khan,Kim,King,Klein,Knight,Kowalski,Lane,Larsen,Lee,Lewis,Lopez,Lowe,Lynch,Marsh,Martinez,Mason,Meyer,' +
      'Miller,Moore,Morgan,Morris,Murphy,Nash,Nelson,Nguyen,Novak,Olsen,Palmer,Parker,Patel,Pearson,Perez,Perry,Porter,' +
      'Powell,Quinn,Reed,Reyes,Rhodes,Rivera,Roberts,Rossi,Ryan,Sanders,Santos,Schmidt,Scott,Sharma,Silva,Singh,Smith,' +
      'Stone,Sullivan,Taylor,Torres,Turner,Vargas,Wagner,Walker,Walsh,Watson,Weber,White,Wolf,Wood,Young,Zimmer',
  ),
  city: list(
    'Aberdeen,Albany,Amsterdam,Arlington,Athens,Atlanta,Austin,Baltimore,Barcelona,Bergen,Berlin,Boston,Bristol,' +
      'Brussels,Buffalo,Cambridge,Cardiff,Charlotte,Chicago,Cleveland,Cologne,Copenhagen,Dallas,Denver,Dublin,Durham,' +
      'Edinburgh,Fargo,Florence,Geneva,Ghent,Glasgow,Hamburg,Hartford,Helsinki,Houston,Kingston,Leeds,Leipzig,Lisbon,' +
      'Liverpool,London,Lyon,Madison,Madrid,Manchester,Memphis,Milan,Munich,Nashville,Norwich,Oakland,Orlando,Oslo,' +
      'Oxford,Paris,Phoenix,Porto,Portland,Prague,Richmond,Rome,Rotterdam,Salem,Savannah,Seattle,Sheffield,Stockholm,' +
      'Sydney,Tampa,Toronto,Turin,Utrecht,Vancouver,Vienna,Warsaw,Windsor,York,Zagreb,Zurich',
  ),
  countryCode: list(
    'AR,AT,AU,BE,BG,BR,CA,CH,CL,CN,CO,CR,CY,CZ,DE,DK,EC,EE,EG,ES,FI,FR,GB,GE,GH,GR,HR,HU,ID,IE,IL,IN,IS,IT,JP,KE,KR,LT,' +
      'LU,LV,MA,MT,MX,MY,NG,NL,NO,NZ,PE,PH,PL,PT,RO,RS,SE,SG,SI,SK,TH,TN,TR,TW,UA,US,UY,VN,ZA',
  ),
  country: list(
    'Argentina,Australia,Austria,Belgium,Brazil,Bulgaria,Canada,Chile,China,Colombia,Costa Rica,Croatia,Cyprus,Czechia,' +
      'Denmark,Ecuador,Egypt,Estonia,Finland,France,Georgia,Germany,Ghana,Greece,Hungary,Iceland,India,Indonesia,Ireland,' +
      'Israel,Italy,Japan,Kenya,Latvia,Lithuania,Luxembourg,Malaysia,Malta,Mexico,Morocco,Netherlands,New Zealand,Nigeria,' +
      'Norway,Peru,Philippines,Poland,Portugal,Romania,Serbia,Singapore,Slovakia,Slovenia,South Africa,South Korea,Spain,' +
      'Sweden,Switzerland,Thailand,Tunisia,Turkey,Ukraine,United Kingdom,United States,Uruguay,Vietnam',
  ),
  look: list(
    'Compact,Elegant,Ergonomic,Handmade,Light,Modern,Practical,Refined,Rustic,Sleek,Small,Soft,Sturdy,Vintage',
  ),
  material: list(
    'Bamboo,Bronze,Ceramic,Concrete,Cotton,Glass,Granite,Leather,Linen,Marble,Oak,Paper,Rubber,Silk,Steel,Wool',
  ),
  thing: list(
    'Bag,Ball,Bench,Bike,Bowl,Car,Chair,Clock,Computer,Cup,Desk,Gloves,Hat,Keyboard,Lamp,Mouse,Shirt,Shoes,Table,Towel',
  ),
  street: list('Avenue,Close,Court,Drive,Lane,Place,Road,Square,Street,Way'),
  firm: list('and Sons,Brothers,Group,Inc,Ltd,Partners,Works'),
} as const
